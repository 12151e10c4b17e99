/**
 * How soon, and whether, what happens to a key directory is seen at the coordinator: real agents,
 * real inotify, gRPC over mutual TLS, beside a monitor that many use.
 */
@NullMarked
package dev.keyparity.testbed.lab.watching;

import org.jspecify.annotations.NullMarked;
