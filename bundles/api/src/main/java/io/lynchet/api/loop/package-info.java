// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * The loops of the server: threads and repeated tasks that a part depends on. A failure of one turn, even an
 * {@link java.lang.Error}, is logged and does not end the loop. A loop that can't go on at all ends the process, so
 * that no process is half dead.
 *
 * <p>There is one {@link io.lynchet.api.loop.Vitals} for the whole process, because it has to work when nothing else
 * does.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.lynchet.api.loop;
