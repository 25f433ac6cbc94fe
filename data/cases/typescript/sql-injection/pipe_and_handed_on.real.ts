// The method is handed on, and called with each item.
import { Body, Controller, Get, Param, ParseIntPipe, Post } from '@nestjs/common';
import { DataSource } from 'typeorm';

@Controller('orders')
export class OrdersController {
  constructor(private readonly db: DataSource) {}

  @Post('many')
  many(@Body() body: any) {
    return Promise.all(body.ids.map(this.one.bind(this)));
  }

  @Get(':id')
  one(@Param('id', ParseIntPipe) id: any) {
    return this.db.query(`SELECT id FROM orders WHERE id = ${id}`); // <-- finding
  }
}
