// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.data;

import io.lynchet.api.auth.Principal;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.Draft;
import io.lynchet.api.schema.Entity;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Code of an app that takes part in every write, on every path (REST, transact, push, import, functions). A bundle registers it as a service;
 * it may come, go and be replaced at any time, and a write that is running keeps the one it began with.
 *
 * <p>Before-hooks run on the caller's thread, before the policy is checked, in order of {@link #name()}; what they change is validated like
 * the caller's own data, except that they may set readonly and server-only fields. A {@link io.lynchet.api.LynchetException} refuses the
 * write (use {@code HOOK_REJECTED}); any other exception refuses it with {@code INTERNAL}. They must not write through the data service.
 * After-hooks run on a thread of the data service, change by change in order of seq, when the whole commit is stored, after the write was answered or at the same time; they can't fail the
 * write, and their exceptions are logged. After a crash an after-hook may not have run.
 */
@ConsumerType
public interface Hook {
    /** Stable name; with several of one name the newest serves. */
    String name();

    /** Whether it wants to hear of this entity. System entities are never offered. */
    boolean appliesTo(Entity entity);

    /** May change the draft. Default: does nothing. */
    default void beforeInsert(Principal principal, Draft draft) {}

    /** May change the patch; it can't tell the row as stored. Default: does nothing. */
    default void beforeUpdate(Principal principal, String id, Draft patch) {}

    /** May only refuse. Default: does nothing. */
    default void beforeDelete(Principal principal, Entity entity, String id) {}

    /** Told of a committed change. Default: does nothing. */
    default void after(Change change) {}
}
