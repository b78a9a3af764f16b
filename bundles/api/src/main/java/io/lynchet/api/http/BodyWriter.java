// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.http;

import java.io.IOException;
import java.io.OutputStream;

/** Writes a body piece by piece. Runs on the request's thread; writing blocks while the client is slow. */
@FunctionalInterface
public interface BodyWriter {
    /** Writes the whole body; closing the stream is the caller's task. An exception after the first byte breaks the connection off. */
    void writeTo(OutputStream out) throws IOException;
}
