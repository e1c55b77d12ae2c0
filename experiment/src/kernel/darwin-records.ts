/** What macOS says of a process: `sys/proc_info.h` and `sys/sysctl.h` of xnu. Pure: bytes in, values out. */

export const BSD_INFO_SIZE = 136; // struct proc_bsdinfo

/** What `struct proc_bsdinfo` says of a process. */
export function decodeBsdInfo(bytes: Uint8Array): { parent: number; uid: number; startedAt: Date } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    parent: view.getUint32(16, true), // pbi_ppid
    uid: view.getUint32(20, true), // pbi_uid
    startedAt: new Date(
      Number(view.getBigUint64(120, true)) * 1000 + Number(view.getBigUint64(128, true)) / 1000,
    ), // pbi_start_tvsec, pbi_start_tvusec
  };
}

/** The arguments in an answer of KERN_PROCARGS2: a count, the program's path, zeros, then each argument. */
export function decodeArguments(bytes: Uint8Array): string[] {
  const count = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getInt32(0, true);
  let at = bytes.indexOf(0, 4);
  while (at >= 0 && at < bytes.length && bytes[at] === 0) {
    at += 1;
  }
  return at < 0 ? [] : Buffer.from(bytes.subarray(at)).toString('utf8').split('\0').slice(0, count);
}
