// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * Loops of our own: threads and repeated tasks that a part lives by. A failure of one turn, also an {@link java.lang.Error}, is told and is
 * not the end of the loop; what can't go on at all ends the process, so that nothing is dead by halves.
 *
 * <p>{@link io.lynchet.api.loop.Vitals} is one for the whole process, because it has to work when nothing else does.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.lynchet.api.loop;
