// A field that only its class sees is what it begins as, unless the class itself sets it.
import { exec } from 'child_process';
import type { Request, Response } from 'express';

export class Printer {
  #queue = 'default';

  use(req: Request, res: Response): void {
    console.log(this.#queue, req.query.queue);
    res.sendStatus(204);
  }

  print(req: Request, res: Response): void {
    exec(`lp -d ${this.#queue} -n ${Number(req.query.copies)} out.pdf`); // <-- finding
    res.sendStatus(202);
  }
}
