/*
** The headers of pictures: what says that it is a PNG or a JPEG, and is none, or not all of one.
*/
#include "base_unit.h"

static unsigned char image[200];
static size_t length;
static int width, height;

static void put(const char *bytes, size_t size) {
    memcpy(image + length, bytes, size);
    length += size;
}

#define PUT(literal) put(literal, sizeof(literal) - 1)

/* In memory of exactly its size, for AddressSanitizer to guard. */
static int size_of(size_t bytes) {
    unsigned char *exact = malloc(bytes);
    assert_non_null(exact);
    memcpy(exact, image, bytes);
    int result = usher_image_size(exact, bytes, &width, &height);
    free(exact);
    return result;
}

/* ---------------------------------------------------------------------- PNG */

/* Of ISO 3309, slower than theirs and written apart. */
static void put_checksum(const unsigned char *from) {
    uint32_t crc = 0xFFFFFFFFu;
    for (const unsigned char *p = from; p < image + length; p++)
        for (int bit = 0; bit < 8; bit++) {
            uint32_t odd = (crc ^ (uint32_t)(*p >> bit)) & 1;
            crc = (crc >> 1) ^ (odd ? 0xEDB88320u : 0);
        }
    for (int i = 24; i >= 0; i -= 8)
        image[length++] = (unsigned char)(~crc >> i);
}

static void put_chunk(const char *type, const char *bytes, size_t size) {
    PUT("\0\0\0");
    image[length++] = (unsigned char)size;
    const unsigned char *from = image + length;
    put(type, 4);
    put(bytes, size);
    put_checksum(from);
}

/* 3 by 2 pixels, without those. */
static void start_png(char depth, char color) {
    char header[] = {0, 0, 0, 3, 0, 0, 0, 2, depth, color, 0, 0, 0};
    length = 0;
    PUT("\x89PNG\r\n\x1A\n");
    put_chunk("IHDR", header, sizeof header);
}

static void test_png(void **state) {
    (void)state;
    start_png(8, 6);
    put_chunk("tEXt", "about", 5);
    put_chunk("IDAT", "pixels", 6);
    put_chunk("IEND", "", 0);
    assert_int_equal(size_of(length), 0);
    assert_int_equal(width, 3);
    assert_int_equal(height, 2);
    for (size_t less = 1; less < length; less++)
        assert_int_equal(size_of(less), -1);
    PUT("x");
    assert_int_equal(size_of(length), -1);
    for (int depth = 0; depth < 40; depth++)
        for (int color = 0; color < 9; color++) {
            int right = color < 7 && ((color == 0 && (depth == 1 || depth == 2 || depth == 4)) ||
                                      (color == 3 && (depth == 1 || depth == 2 || depth == 4)) ||
                                      (color != 1 && color != 5 && depth == 8) ||
                                      (color != 1 && color != 5 && color != 3 && depth == 16));
            start_png((char)depth, (char)color);
            put_chunk("IDAT", "pixels", 6);
            put_chunk("IEND", "", 0);
            assert_int_equal(size_of(length), right ? 0 : -1);
        }
}

static void test_no_png(void **state) {
    (void)state;
    start_png(8, 6);
    put_chunk("IEND", "", 0);
    assert_int_equal(size_of(length), -1); /* no pixels */
    start_png(8, 6);
    put_chunk("IDAT", "", 0);
    put_chunk("IEND", "", 0);
    assert_int_equal(size_of(length), -1);
    start_png(8, 6);
    put_chunk("IDAT", "pixels", 6);
    put_chunk("IEND", "no end", 6);
    assert_int_equal(size_of(length), -1);
}

/* --------------------------------------------------------------------- JPEG */

#define FRAME "\xFF\xC0\0\x0B\x08\0\2\0\3\1\1\x11\0"
#define SCAN "\xFF\xDA\0\2"

static void is_jpeg(int expected, const char *bytes, size_t size) {
    length = 0;
    PUT("\xFF\xD8");
    put(bytes, size);
    assert_int_equal(size_of(length), expected);
}

#define JPEG(expected, literal) is_jpeg(expected, literal, sizeof(literal) - 1)

static void test_jpeg(void **state) {
    (void)state;
    JPEG(0, FRAME SCAN "\x12\xFF\xD9");
    assert_int_equal(width, 3);
    assert_int_equal(height, 2);
    for (size_t less = 1; less < length; less++)
        assert_int_equal(size_of(less), -1);
    JPEG(0, "\xFF\xFF\xFF\xC4\0\2\xFF\xC8\0\2\xFF\xCC\0\2" FRAME SCAN "\x12\xFF\xD9");
    JPEG(-1, SCAN "\x12\xFF\xD9");                                        /* no frame */
    JPEG(-1, FRAME FRAME SCAN "\x12\xFF\xD9");                            /* two */
    JPEG(-1, FRAME SCAN "\xFF\xD9");                                      /* no pixels */
    JPEG(-1, FRAME SCAN "\x12\x13\xD9");                                  /* no end */
    JPEG(-1, FRAME SCAN "\x12\xFF\xD8");                                  /* nor here */
    JPEG(-1, "\xFF\xC0\0\7\x08\0\2\0\3" SCAN "\x12\xFF\xD9");             /* short of a frame */
    JPEG(-1, "\xFF\xC0\0\x08\x08\0\2\0\3\0" SCAN "\x12\xFF\xD9");         /* no component */
    JPEG(-1, "\xFF\xC0\0\x0A\x08\0\2\0\3\1\1\x11" SCAN "\x12\xFF\xD9");   /* a part of one */
    JPEG(-1, "\xFF\xC0\0\x0B\x08\0\0\0\3\1\1\x11\0" SCAN "\x12\xFF\xD9"); /* no height */
    JPEG(-1, "\xFF\xC0\0\x0B\x08\0\2\0\0\1\1\x11\0" SCAN "\x12\xFF\xD9"); /* no width */
    JPEG(-1, "\xFF\x01\0\2" FRAME SCAN "\x12\xFF\xD9");                   /* no segment */
    JPEG(-1, "\xFF\xD9\0\2" FRAME SCAN "\x12\xFF\xD9");                   /* the end */
    JPEG(-1, "\xFF\xE0\0\1" FRAME SCAN "\x12\xFF\xD9");   /* shorter than its length */
    JPEG(-1, "\xFF\xE0\x10\0" FRAME SCAN "\x12\xFF\xD9"); /* longer than all */
    JPEG(-1, "\xFF\xE0\0\2x" FRAME SCAN "\x12\xFF\xD9");  /* no marker */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_png),
        cmocka_unit_test(test_no_png),
        cmocka_unit_test(test_jpeg),
    };

    return cmocka_run_group_tests_name("image", tests, NULL, NULL);
}
