interface LargeFile {
  readonly languageId: string;
  readonly text: string;
}

function largeFile(languageId: string, site: string, filler: (n: number) => string): LargeFile {
  return { languageId, text: site + Array.from({ length: 8_000 }, (_, n) => filler(n)).join('') };
}

/** Half a megabyte in each language, with one call that binds. */
export const LARGE_FILES: Readonly<Record<string, LargeFile>> = {
  'a.c': largeFile(
    'c',
    'int f(void) { int fd = socket(AF_INET, SOCK_STREAM, 0); bind(fd, &a, sizeof(a)); return listen(fd, 8); }\n',
    (n) => `int f${n}(int a, char *b) { return a > ${n} ? strlen(b) + a : g(a, b, ${n}); }\n`,
  ),
  'a.cpp': largeFile(
    'cpp',
    'int f() { int fd = socket(AF_INET, SOCK_STREAM, 0); bind(fd, &a, sizeof(a)); return listen(fd, 8); }\n',
    (n) => `int f${n}(std::vector<int> a) { return a.size() > ${n} ? g(a, ${n}) : ${n}; }\n`,
  ),
  'A.java': largeFile(
    'java',
    'class A { void f() throws Exception { var s = new java.net.ServerSocket(); s.bind(a); } }\n',
    (n) => `class A${n} { int f(int a, String b) { return a > ${n} ? b.length() : g(a, b); } }\n`,
  ),
  'a.py': largeFile(
    'python',
    'import socket\ns = socket.socket()\ns.bind(("", 3000))\ns.listen()\n',
    (n) => `def f${n}(a, b):\n    return len(b) if a > ${n} else g(a, b, ${n})\n`,
  ),
};
