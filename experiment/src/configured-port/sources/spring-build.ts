import type { Interpret } from '../finding.ts';

/** Starters that bring an embedded server; the port is 8080 until configuration says otherwise. */
const starters = /spring-boot-starter-(?:web(?:flux|mvc)?|jersey|jetty|tomcat|undertow|reactor-netty)\b/;

/**
 * Spring Boot's default port, 8080, where a Maven or Gradle build uses a web starter
 * (https://docs.spring.io/spring-boot/how-to/webserver.html). A Gradle build is a program, so it is searched, not understood.
 */
export const interpretSpringBuild: Interpret = ({ path, text }) => {
  const comments = path.endsWith('.xml') ? /<!--[\s\S]*?(?:-->|$)/g : /\/\*[\s\S]*?(?:\*\/|$)|(?<!:)\/\/.*/g;
  const offset = text.replaceAll(comments, (comment) => ' '.repeat(comment.length)).search(starters);
  return offset < 0
    ? []
    : [
        {
          source: 'default',
          port: 8080,
          protocol: 'tcp',
          offset,
          name: 'spring',
          tool: 'spring',
          claim: { id: 'spring' },
        },
      ];
};
