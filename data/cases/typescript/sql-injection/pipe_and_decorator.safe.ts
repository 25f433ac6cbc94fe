// The decorator puts another method in the place of this one.
import { Controller, Get, Param, ParseIntPipe } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { HttpCode } from '@nestjs/common';

function AsAsked(): MethodDecorator {
  return (target, key, descriptor: any) => {
    const own = descriptor.value;
    descriptor.value = function () { return own.call(this, this.request.query.id); };
  };
}

@Controller('orders')
export class OrdersController {
  constructor(private readonly db: DataSource, readonly request: any) {}

  @Get(':id')
  @HttpCode(200)
  one(@Param('id', ParseIntPipe) id: number) {
    return this.db.query(`SELECT id FROM orders WHERE id = ${id}`); // <-- finding
  }
}
