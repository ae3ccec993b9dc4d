/** What went wrong, in a line for a person. */
export function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } =
    error.cause instanceof Error ? (error.cause as NodeJS.ErrnoException) : (error as NodeJS.ErrnoException);
  if (code === "ENOENT") return "no such file";
  if (code === "EACCES") return "not allowed to read it";
  if (code === "EISDIR") return "is a folder";
  if (code === "ERR_MODULE_NOT_FOUND" && !error.cause) return "no decoder for this format";
  return error.message;
}
