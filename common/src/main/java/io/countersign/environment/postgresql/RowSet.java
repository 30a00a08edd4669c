package io.countersign.environment.postgresql;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;

/** Rows of one table by their places, {@code (page,item)}: a bit for each place up to the last, so that millions are small. */
final class RowSet {
    private static final int ITEMS = 512;
    private static final int SEGMENT = 1 << 24;

    private final TreeMap<Integer, BitSet> segments = new TreeMap<>();
    private long size;

    /** @return whether it was not there before */
    boolean add(String place) {
        long index = index(place);
        BitSet bits = segments.computeIfAbsent((int) (index / SEGMENT), any -> new BitSet());
        int bit = (int) (index % SEGMENT);
        if (bits.get(bit)) {
            return false;
        }
        bits.set(bit);
        size++;
        return true;
    }

    boolean contains(String place) {
        long index = index(place);
        BitSet bits = segments.get((int) (index / SEGMENT));
        return bits != null && bits.get((int) (index % SEGMENT));
    }

    private static long index(String place) {
        int comma = place.indexOf(',');
        return Long.parseLong(place, 1, comma, 10) * ITEMS + Long.parseLong(place, comma + 1, place.length() - 1, 10);
    }

    long size() {
        return size;
    }

    /** All places in order, as array literals of at most so many each. */
    List<String> arrays(int most) {
        List<String> arrays = new ArrayList<>();
        StringBuilder array = new StringBuilder();
        int count = 0;
        for (var segment : segments.entrySet()) {
            BitSet bits = segment.getValue();
            for (int bit = bits.nextSetBit(0); bit >= 0; bit = bits.nextSetBit(bit + 1)) {
                long index = (long) segment.getKey() * SEGMENT + bit;
                array.append(count == 0 ? "{" : ",")
                        .append("\"(")
                        .append(index / ITEMS)
                        .append(',')
                        .append(index % ITEMS)
                        .append(")\"");
                if (++count == most) {
                    arrays.add(array.append('}').toString());
                    array.setLength(0);
                    count = 0;
                }
            }
        }
        if (count > 0) {
            arrays.add(array.append('}').toString());
        }
        return arrays;
    }
}
