// What only its class sees is what it was filled with, as long as nobody is given it.
import { exec } from 'child_process';
import type { Request, Response } from 'express';

export class Services {
  readonly #names = ['nginx', 'postgresql'];

  register(req: Request): void {
    this.#names.push(String(req.body.name));
  }

  restart(req: Request, res: Response): void {
    const name = String(req.query.name);
    if (!this.#names.includes(name)) {
      res.sendStatus(404);
      return;
    }
    exec(`sudo systemctl restart ${name}`); // <-- finding
    res.sendStatus(202);
  }
}
