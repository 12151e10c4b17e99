/** What the tests of the command share: a command line in this process, scripted coordinators. */
@NullMarked
package dev.keyparity.cli.testing;

import org.jspecify.annotations.NullMarked;
