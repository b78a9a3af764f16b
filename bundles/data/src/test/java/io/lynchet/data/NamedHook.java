// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import io.lynchet.api.data.Hook;
import io.lynchet.api.row.Change;
import io.lynchet.api.schema.Entity;
import java.util.function.Consumer;

/** A hook of a test, for every entity. */
abstract class NamedHook implements Hook {
    private final String name;

    NamedHook(String name) {
        this.name = name;
    }

    /** One that is told of changes. */
    static Hook after(String name, Consumer<Change> body) {
        return new NamedHook(name) {
            @Override
            public void after(Change change) {
                body.accept(change);
            }
        };
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean appliesTo(Entity entity) {
        return true;
    }
}
