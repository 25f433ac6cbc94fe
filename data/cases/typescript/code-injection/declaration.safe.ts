export interface Runner {
  eval(code: string): unknown; // <-- finding
}
