// The pipe lets the values of the enumeration through, whatever the type says.
import { Controller, Get, ParseEnumPipe, Query } from '@nestjs/common';
import { DataSource } from 'typeorm';

enum Period {
  Day = 'day',
  Week = 'week',
}

@Controller('stats')
export class StatsController {
  constructor(private readonly db: DataSource) {}

  @Get()
  stats(@Query('period') period: Period) {
    return this.db.query(`SELECT date_trunc('${period}', at) FROM hits`); // <-- finding
  }
}
