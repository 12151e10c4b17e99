/**
 * The demo: the main job on real input, told as a story and reported as one JSON document.
 *
 * <p>Every part is a process of its own, started as an operator would: ZooKeeper, two coordinators,
 * three agents, three Hadoop KMS, and the command line for each thing an operator does. Nothing in
 * here reaches into a coordinator or an agent; what it reports it saw from outside.
 */
@NullMarked
package dev.keyparity.testbed.lab.demo;

import org.jspecify.annotations.NullMarked;
