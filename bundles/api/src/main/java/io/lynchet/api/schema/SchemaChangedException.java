// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.schema;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;

/**
 * The failure of a request that was prepared for another generation than the installed schema. The data service
 * prepares it again.
 */
public final class SchemaChangedException extends LynchetException {
    private static final long serialVersionUID = 1L;

    public SchemaChangedException() {
        super(ErrorCode.CONFLICT, "The schema changed while the request ran; try again.");
    }
}
