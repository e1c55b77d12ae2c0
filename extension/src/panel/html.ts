import { randomBytes } from 'node:crypto';

/** What the page is made of, as URIs the webview may load. */
export interface PageFiles {
  readonly script: string;
  readonly style: string;
  /** What the content security policy calls the webview's own files. */
  readonly cspSource: string;
}

/** The frame of the page: one script and one style sheet of ours, and nothing else from anywhere. */
export function pageHtml({ script, style, cspSource }: PageFiles, lang: string): string {
  const nonce = randomBytes(16).toString('base64');
  const policy = `default-src 'none'; style-src ${cspSource}; script-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="${lang}">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Rebind</title>
    <link rel="stylesheet" href="${style}" />
  </head>
  <body>
    <div id="live" class="unseen" role="status" aria-live="polite"></div>
    <main aria-busy="true"></main>
    <script type="module" nonce="${nonce}" src="${script}"></script>
  </body>
</html>
`;
}
