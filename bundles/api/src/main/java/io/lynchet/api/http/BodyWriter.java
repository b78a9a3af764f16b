// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.http;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A function that writes a response body piece by piece. It runs on the request's thread. Writing blocks while the
 * client is slow.
 */
@FunctionalInterface
public interface BodyWriter {
    /** Writes the whole body. The caller closes the stream. An exception after the first byte cuts the connection. */
    void writeTo(OutputStream out) throws IOException;
}
