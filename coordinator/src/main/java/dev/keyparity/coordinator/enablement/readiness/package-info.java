/**
 * Whether hosts, their KMS and what lies between are as a run needs them: what preflight refuses
 * and what the doctor tells, judged once.
 *
 * <p>Pure: reports, settings and answers in, {@link
 * dev.keyparity.coordinator.enablement.readiness.Remark remarks} out. Knows no plan and no run.
 */
@NullMarked
package dev.keyparity.coordinator.enablement.readiness;

import org.jspecify.annotations.NullMarked;
