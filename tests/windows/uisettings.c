/* Windows.UI.ViewManagement.dll for Wine 8, which has none: Qt asks it for the colours of Windows before its first window.
 * White ground, black letters, the usual blue; nothing ever changes. Windows has its own. */
#include <windows.h>
#include <inspectable.h>
#include <string.h>

typedef struct { BYTE alpha, red, green, blue; } Colour;
enum { BACKGROUND = 0, FOREGROUND = 1 };

/* As the interfaces are known in the documentation of Windows. */
static const GUID UNKNOWN = {0x00000000, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
static const GUID INSPECTABLE = {0xAF86E2E0, 0xB12D, 0x4C6A, {0x9C, 0x5A, 0xD7, 0xAA, 0x65, 0x10, 0x1E, 0x90}};
static const GUID AGILE = {0x94EA2B94, 0xE9CC, 0x49E0, {0xC0, 0xFF, 0xEE, 0x64, 0xCA, 0x8F, 0x5B, 0x90}};
static const GUID FACTORY = {0x00000035, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
static const GUID SETTINGS = {0x85361600, 0x1C63, 0x4627, {0xBC, 0xB1, 0x3A, 0x89, 0xE0, 0xBC, 0x9C, 0x55}};
static const GUID SETTINGS_3 = {0x03021BE4, 0x5254, 0x4781, {0x81, 0x94, 0x51, 0x68, 0xF7, 0xD0, 0x6D, 0x7B}};

enum { METHODS = 24, FIRST_OWN = 6 };
typedef struct { void **methods; } Object;
static void *of_factory[METHODS], *of_settings[METHODS], *of_settings_3[METHODS];
static Object factory = {of_factory}, settings = {of_settings}, settings_3 = {of_settings_3};

static BOOL is(const GUID *id, const GUID *other) { return !memcmp(id, other, sizeof(GUID)); }
static HRESULT give(Object *object, void **out) { *out = object; return S_OK; }

static HRESULT WINAPI query(Object *self, const GUID *id, void **out) {
  BOOL common = is(id, &UNKNOWN) || is(id, &INSPECTABLE) || is(id, &AGILE);
  if (self == &factory) { if (common || is(id, &FACTORY)) return give(&factory, out); }
  else if (common || is(id, &SETTINGS)) return give(&settings, out);
  else if (is(id, &SETTINGS_3)) return give(&settings_3, out);
  *out = NULL;
  return E_NOINTERFACE;
}
static ULONG WINAPI counted(Object *self) { return 1; } /* the three live as long as the program */
static HRESULT WINAPI unknown(Object *self) { return E_NOTIMPL; }
static HRESULT WINAPI make(Object *self, void **out) { return give(&settings, out); }
static HRESULT WINAPI colour(Object *self, int kind, Colour *out) {
  static const Colour white = {255, 255, 255, 255}, black = {255, 0, 0, 0}, blue = {255, 0, 120, 215};
  *out = kind == BACKGROUND ? white : kind == FOREGROUND ? black : blue;
  return S_OK;
}
static HRESULT WINAPI watch(Object *self, void *handler, INT64 *token) { *token = 1; return S_OK; }
static HRESULT WINAPI unwatch(Object *self, INT64 token) { return S_OK; }

static void fill(void **methods) {
  for (int i = 0; i < METHODS; i++) methods[i] = unknown;
  methods[0] = query;
  methods[1] = methods[2] = counted;
}
BOOL WINAPI DllMain(HINSTANCE self, DWORD reason, LPVOID reserved) {
  fill(of_factory), fill(of_settings), fill(of_settings_3);
  of_factory[FIRST_OWN] = make;
  of_settings_3[FIRST_OWN] = colour, of_settings_3[FIRST_OWN + 1] = watch, of_settings_3[FIRST_OWN + 2] = unwatch;
  return TRUE;
}
__declspec(dllexport) HRESULT WINAPI DllGetActivationFactory(void *name, void **out) { return give(&factory, out); }
__declspec(dllexport) HRESULT WINAPI DllCanUnloadNow(void) { return S_FALSE; }
