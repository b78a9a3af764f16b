// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.store;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.query.ReadMeter;

/** A meter that ends a read with {@code OVERLOADED} beyond a limit of bytes. */
public final class LimitedMeter extends ReadMeter {
    private final long bytesMax;
    private long bytes;

    public LimitedMeter(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    public long bytes() {
        return bytes;
    }

    @Override
    public void read(long more) {
        bytes += more;
        if (bytes > bytesMax) {
            throw new LynchetException(ErrorCode.OVERLOADED, "too much is read");
        }
    }

    @Override
    public void handedOn() {
        bytes = 0;
    }
}
