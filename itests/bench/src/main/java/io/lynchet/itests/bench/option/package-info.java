// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** What the command line asks for. */
package io.lynchet.itests.bench.option;
