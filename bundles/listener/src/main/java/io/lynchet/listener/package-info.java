// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The listener: one port, open from start to end, whose connections go to the serving transport. */
package io.lynchet.listener;
