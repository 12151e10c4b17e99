/**
 * What operators ask of a coordinator, over gRPC: their questions answered from read models, their
 * wishes checked, put into the audit log and handed on.
 *
 * <p>Invariants: only operators' certificates are let in, and the name in the certificate is who
 * asked; only the leader answers, apart from who leads; nothing changes that the audit log could
 * not take first; one class turns failures into statuses; a stream ends with the leadership it was
 * opened under. This package decides nothing about keys, and knows neither ZooKeeper nor how a run
 * works.
 */
@NullMarked
package dev.keyparity.coordinator.admin;

import org.jspecify.annotations.NullMarked;
