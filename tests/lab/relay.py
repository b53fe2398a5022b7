"""A wire with faults between two network interfaces: what netem does where the kernel has it.

    relay.py prepare IF...   Turns off what a veth leaves to hardware that is not there. A frame that is
                             copied by hand needs its checksum, and no segment may be larger than the MTU.
    relay.py join NEAR FAR   Carries Ethernet frames both ways. A line on standard input is
                             {"port": P, "toFar": {"delay": ms, "loss": 0..1}, "toNear": {...}}
                             and holds for the UDP flow that has the port P on the near side; everything
                             else passes as it is. Ends with its standard input.
"""

import ctypes
import fcntl
import heapq
import json
import os
import random
import select
import socket
import struct
import sys
import time

ALL_PROTOCOLS = 3
SIOCETHTOOL = 0x8946
# ETHTOOL_SRXCSUM, STXCSUM, SSG, STSO, SGSO, SGRO.
OFFLOADS = (0x15, 0x17, 0x19, 0x1F, 0x24, 0x2C)


def prepare(interface):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        for command in OFFLOADS:
            value = ctypes.create_string_buffer(struct.pack("II", command, 0))
            request = struct.pack("16sP", interface.encode(), ctypes.addressof(value))
            try:
                fcntl.ioctl(control, SIOCETHTOOL, request)
            except OSError:
                pass  # This kernel has no such offload.


def open_interface(name):
    raw = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ALL_PROTOCOLS))
    raw.bind((name, 0))
    raw.setblocking(False)
    return raw


def udp_ports(frame):
    """Source and destination of an IPv4 datagram; None of anything else."""
    if frame[12:14] != b"\x08\x00" or frame[23] != socket.IPPROTO_UDP:
        return None
    at = 14 + 4 * (frame[14] & 15)
    return struct.unpack("!HH", frame[at : at + 4])


class Way:
    """One direction of one flow. Of the packets that arrive it drops as many as it shall, at random
    places: the share is met within a packet or two, so that a short test can rely on it."""

    def __init__(self, delay=0, loss=0):
        self.delay = delay / 1000
        self.loss = loss
        self.owed = 0.0

    def drops(self):
        self.owed += self.loss
        if self.owed <= random.random():
            return False
        self.owed -= 1
        return True


class Relay:
    def __init__(self, near, far):
        self.ends = (open_interface(near), open_interface(far))
        self.ways = {}  # (port, towards) to Way
        self.waiting = []  # (when, count, towards, frame)
        self.count = 0

    def obey(self, line):
        order = json.loads(line)
        for towards, name in ((1, "toFar"), (0, "toNear")):
            self.ways[order["port"], towards] = Way(**order.get(name, {}))

    def take(self, towards):
        source = self.ends[1 - towards]
        try:
            frame, address = source.recvfrom(65535)
        except OSError:
            return False  # Nothing there, or the link is down.
        if address[2] == socket.PACKET_OUTGOING:
            return True  # What we sent there ourselves.
        ports = udp_ports(frame)
        # The near side's port is the source of what goes to the far side.
        way = self.ways.get((ports[1 - towards], towards)) if ports else None
        if way is None:
            self.send(towards, frame)
        elif not way.drops():
            self.count += 1
            due = time.monotonic() + way.delay
            heapq.heappush(self.waiting, (due, self.count, towards, frame))
        return True

    def send(self, towards, frame):
        try:
            self.ends[towards].send(frame)
        except OSError:
            pass  # The link is down, or full: a frame is lost, as on any wire.

    def release(self):
        now = time.monotonic()
        while self.waiting and self.waiting[0][0] <= now:
            _, _, towards, frame = heapq.heappop(self.waiting)
            self.send(towards, frame)

    def run(self):
        orders = os.fdopen(sys.stdin.fileno(), "rb", buffering=0)
        buffered = b""
        while True:
            patience = max(0, self.waiting[0][0] - time.monotonic()) if self.waiting else None
            ready = select.select([*self.ends, orders], [], [], patience)[0]
            for towards in (0, 1):
                while self.ends[1 - towards] in ready and self.take(towards):
                    pass
            if orders in ready:
                read = orders.read(65536)
                if not read:
                    return
                *lines, buffered = (buffered + read).split(b"\n")
                for line in lines:
                    self.obey(line)
                    print("done", flush=True)
            self.release()


def main():
    what, *interfaces = sys.argv[1:]
    if what == "prepare":
        for interface in interfaces:
            prepare(interface)
    else:
        Relay(*interfaces).run()


main()
