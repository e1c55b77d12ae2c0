/** The panel's page. */
document.body.textContent = '';
