// Extensions of one host share its performance timeline.
const { StatusBarAlignment, commands, window } = require('vscode');

exports.activate = ({ subscriptions }) => {
  const item = window.createStatusBarItem(StatusBarAlignment.Left);
  subscriptions.push(
    item,
    commands.registerCommand('probe.activate', () => {
      const [work] = performance.getEntriesByName('rebind.activate');
      item.text = `activate: ${work?.duration.toFixed(2)} ms`;
      item.show();
    }),
  );
};
