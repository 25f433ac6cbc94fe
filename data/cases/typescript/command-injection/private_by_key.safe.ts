// The compiler keeps a field private, which does not stop who sets it by a name that is computed.
import { exec } from 'child_process';

export class Printer {
  private queue = 'default';

  print(): void {
    exec(`lp -d ${this.queue} out.pdf`); // <-- finding
  }
}

export function configured(settings: Record<string, string>): Printer {
  const printer: any = new Printer();
  for (const key of Object.keys(settings)) {
    console.log(key, settings[key]);
  }
  return printer;
}
