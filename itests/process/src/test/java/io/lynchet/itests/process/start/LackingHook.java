// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.start;

import io.lynchet.api.data.Hook;
import io.lynchet.api.row.Change;
import io.lynchet.api.schema.Entity;

/** Lacks a class when it is called after a change; copied into a bundle of its own. */
public final class LackingHook implements Hook {
    @Override
    public String name() {
        return "lacking";
    }

    @Override
    public boolean appliesTo(Entity entity) {
        return !entity.system();
    }

    @Override
    public void after(Change change) {
        throw new NoClassDefFoundError("com/acme/Tools");
    }
}
