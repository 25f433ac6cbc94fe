// A method waits for an event by its decorator.

import { exec } from 'child_process';
import { EventEmitter2, OnEvent } from '@nestjs/event-emitter';
import { Mirror } from './mirror';

export class Mirrors {
  constructor(private readonly mirror: Mirror) {}

  @OnEvent('mirror.stale')
  refresh(): void {
    exec(`git -C ${this.mirror.folder} pull`);
  }
}

export class State {
  constructor(private readonly events: EventEmitter2) {}

  check(): void {
    exec('uptime'); this.events.emit('mirror.stale'); // <-- finding
  }
}
