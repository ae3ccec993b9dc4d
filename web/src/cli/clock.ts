/** Seconds as a clock shows them: 0:07, 12:30, 1:02:05. */
export function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  const digits = (n: number) => String(n).padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours ? `${hours}:${digits(minutes)}:${digits(whole % 60)}` : `${minutes}:${digits(whole % 60)}`;
}
