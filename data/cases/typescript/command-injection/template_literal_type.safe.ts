import { execSync } from 'node:child_process';

type Level = 'patch' | 'minor';

export function release(level: Level): void {
  const word = level === 'minor' ? 'minor' : 'patch';
  execSync(`npm version ${word}`); // <-- finding
}
