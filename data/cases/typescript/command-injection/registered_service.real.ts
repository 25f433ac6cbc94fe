// What a controller is given may be a service of this file that a container makes.

import { execSync } from 'child_process';
import { Controller, Get, Injectable, Req } from '@nestjs/common';
import { Settings } from './settings';

@Injectable()
export class Backups {
  constructor(private readonly settings: Settings) {}

  latest(): string {
    return execSync(`ls -t ${this.settings.folder}`).toString();
  }
}

@Controller('state')
export class StateController {
  @Get()
  show(@Req() request: any): string[] {
    return [execSync('uptime').toString(), request.scope.get('backups').latest()]; // <-- finding
  }
}
