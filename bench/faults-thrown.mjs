/** Imported before the plugin, by whatever lints here: a fault of a rule ends the run, and is no warning among others. */
process.env.REBIND_FAULTS = 'throw';
