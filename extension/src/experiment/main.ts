/** The entry of the experiment's process: everything that calls the kernel, out of the extension host. */
// by import(), as the package says that its modules have no side effects
void import('rebind/child');
