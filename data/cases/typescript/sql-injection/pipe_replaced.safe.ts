// What the pipe does is replaced.
import { Controller, Get, Param, ParseIntPipe } from '@nestjs/common';
import { DataSource } from 'typeorm';

ParseIntPipe.prototype.describe = async (value: any) => value;

@Controller('orders')
export class OrdersController {
  constructor(private readonly db: DataSource) {}

  @Get(':id')
  one(@Param('id', ParseIntPipe) id: number) {
    return this.db.query(`SELECT id FROM orders WHERE id = ${id}`); // <-- finding
  }
}
