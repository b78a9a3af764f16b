// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** JMH benchmarks of what every request does in memory: filters, policies, JSON. */
package io.lynchet.itests.bench.micro;
