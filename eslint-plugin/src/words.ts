/**
 * The language of messages: English, unless a host that shows them, such as an editor, brings translations. One for the
 * process, as a process has one reader.
 */
export type Translation = (english: string) => string;

let translate: Translation = (english) => english;

/** Sets the language of what Rebind says from now on. */
export function useTranslation(translation: Translation): void {
  translate = translation;
}

/** A phrase in the reader's language, with its `{{placeholders}}` filled. */
export function say(english: string, data: Readonly<Record<string, string>> = {}): string {
  return translate(english).replaceAll(
    /\{\{(\w+)\}\}/g,
    (placeholder, name: string) => data[name] ?? placeholder,
  );
}
