// Whatever decorates a class may put another method in the place of a private one.
import { exec } from 'child_process';
import { configurable } from './configuration';

@configurable
export class Jobs {
  private line(name: string) {
    return 'uptime';
  }

  start(request: { name: string }) {
    exec(this.line(request.name)); // <-- finding
  }
}
