package dev.keyparity.coordinator.admin;

import dev.keyparity.coordinator.fleet.Fleet;
import dev.keyparity.coordinator.records.RecordStore;
import java.time.Clock;
import java.util.random.RandomGenerator;

/**
 * What calls work on that put on record a warrant which belongs to no run.
 *
 * @param random must be hard to guess
 */
record WarrantDesk(
    RecordStore records, Fleet fleet, OperatorAudit audit, Clock clock, RandomGenerator random) {}
