// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * The load engine: keep-alive HTTP/1.1 connections driven by one selector thread, or a few. It is a library, too: tests
 * hold a {@link io.lynchet.itests.bench.load.SteadyLoad} while they replace a part of the server.
 */
package io.lynchet.itests.bench.load;
