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
 * the caller's own data, except that they may set readonly and server-only fields, and references to rows that the caller may not read. A value of theirs that does not
 * fit refuses the write with {@code INTERNAL}: it is no fault of the client's. A {@link io.lynchet.api.LynchetException} refuses the
 * write (use {@code HOOK_REJECTED}); any other exception refuses it with {@code INTERNAL}. They must not write through the data service.
 * After-hooks run on threads of the data service, each on one of its own, change by change in order of seq, when the whole commit is stored, after the write was answered or at the same time; they
 * can't fail the write. What they throw, errors included, is logged once a minute for each kind, and the hook goes on with the next change; one
 * that stands or lags delays only itself, and the health check "hooks" names it. After a crash an after-hook may not have run.
 *
 * <p>An after-hook may write through the data service, also its own entity. Such a write is one deeper than what the hook was called for, and beyond
 * {@link #DEPTH_MAX} it is refused with {@code HOOK_LOOP}. The depth goes along with writes that a hook begins on the thread on which it is called,
 * and with no others.
 *
 * <p>A manifest names hooks as required ({@code requiredHooks} of an entity), and so does the configuration of the data service: while one of
 * them is not there, or does not apply to the entity, writes to it are refused with {@code HOOK_MISSING}.
 */
@ConsumerType
public interface Hook {
    /** So many writes may follow from one another by hooks. */
    int DEPTH_MAX = 16;

    /** Stable name, by which it can be required; with several of one name the newest serves. */
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
