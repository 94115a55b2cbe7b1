"""Pure judges and statistics: functions of what was recorded, without any I/O."""
