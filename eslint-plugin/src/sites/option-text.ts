import { RUNTIMES, type Runtime } from './runtimes/index.ts';
import type { ApiFacts, OptionName, OptionValue } from './site.ts';

/** How an option's value is written in JavaScript, where a runtime has a way to ask for the platform. */
export function valueText(value: OptionValue, runtime: Runtime): string {
  switch (value) {
    case 'on':
      return 'true';
    case 'off':
      return 'false';
    case 'on-posix':
      return RUNTIMES[runtime].asks?.posix ?? 'true';
    case 'on-linux':
      return RUNTIMES[runtime].asks?.linux ?? 'true';
  }
}

/** An option with its value as an API's users write it, for messages. */
export function statementText(api: ApiFacts, option: OptionName, value: OptionValue): string {
  return api.statement?.(option, value) ?? `${spelling(api, option)}: ${valueText(value, api.runtime)}`;
}

/** An option's name in an API: `reuseAddress` for reuseAddr in Deno. */
export function spelling(api: ApiFacts, name: OptionName): string {
  return api.spelled?.[name] ?? name;
}
