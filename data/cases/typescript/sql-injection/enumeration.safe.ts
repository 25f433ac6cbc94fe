enum Direction {
  Up = 'ASC',
  Down = 'DESC',
}

export function list(db: Database, down: boolean) {
  const direction = down ? Direction.Down : Direction.Up;
  return db.query(`SELECT * FROM items ORDER BY id ${direction}`); // <-- finding
}
