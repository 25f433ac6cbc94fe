import { exec } from 'child_process';

class Jobs {
  constructor(options: { line?: (name: string) => string }) {
    Object.assign(this, options);
  }

  private line(name: string) {
    return "uptime";
  }

  start(request: { name: string }) {
    exec(this.line(request.name)); // <-- finding
  }
}

export const jobs = new Jobs({ line: (name) => name });
