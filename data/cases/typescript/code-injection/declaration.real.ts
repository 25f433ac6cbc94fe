export interface Runner {
  run(): unknown;
}
export const run = (code: string) => eval(code); // <-- finding
