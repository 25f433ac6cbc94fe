// For a message the method is called with what was sent, and no pipe of the parameter.
import { Controller, Get, Param, ParseIntPipe } from '@nestjs/common';
import { MessagePattern } from '@nestjs/microservices';
import { DataSource } from 'typeorm';

@Controller('orders')
export class OrdersController {
  constructor(private readonly db: DataSource) {}

  @Get(':id')
  @MessagePattern('order')
  one(@Param('id', ParseIntPipe) id: number) {
    return this.db.query(`SELECT id FROM orders WHERE id = ${id}`); // <-- finding
  }
}
