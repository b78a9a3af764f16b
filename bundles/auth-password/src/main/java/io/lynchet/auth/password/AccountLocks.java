// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * One step at a time for each account: between the look at a password and what follows from it nobody else may change it, or a session
 * could be opened with a password that was replaced a moment before. A lock is shared by some accounts, so that there is a fixed number.
 */
final class AccountLocks {
    private final ReentrantLock[] locks = new ReentrantLock[64];

    AccountLocks() {
        for (int i = 0; i < locks.length; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    <T> T call(String userId, Supplier<T> step) {
        ReentrantLock lock = locks[Math.floorMod(userId.hashCode(), locks.length)];
        lock.lock();
        try {
            return step.get();
        } finally {
            lock.unlock();
        }
    }
}
