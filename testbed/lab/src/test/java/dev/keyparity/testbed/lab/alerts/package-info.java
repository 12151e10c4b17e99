/** Alerts as an operator gets them: real faults, a real Prometheus, a real Alertmanager. */
@NullMarked
package dev.keyparity.testbed.lab.alerts;

import org.jspecify.annotations.NullMarked;
