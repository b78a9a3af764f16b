// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** What was measured, for people and for programs. */
package io.lynchet.itests.bench.report;
