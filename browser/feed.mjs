// A feed of one invented outlet on this machine, for the desk that starts empty.
import { createServer } from 'node:http';

const ITEM = `<item><title>افتتاح مكتبة الحي بعد ترميمها</title><link>ADDRESS/library</link>
<guid>library</guid><pubDate>Sat, 01 Mar 2025 08:00:00 +0000</pubDate>
<description>فتحت مكتبة الحي أبوابها صباح السبت بعد ترميم دام عامين.</description></item>`;

const PAGE = `<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>افتتاح مكتبة الحي بعد ترميمها</title></head>
<body><article><h1>افتتاح مكتبة الحي بعد ترميمها</h1>
<p>فتحت مكتبة الحي أبوابها صباح السبت بعد ترميم دام عامين، وحضر الافتتاح عشرات من سكان الشوارع المجاورة وطلاب المدارس.</p>
<p>وقالت مديرة المكتبة إن القاعة الجديدة تتسع لمئتي قارئ، وإن الإعارة تبدأ الأسبوع المقبل بعد تسجيل البطاقات.</p>
</article></body></html>`;

/** Serves the feed and its page; gives the feed's address. */
export async function feed() {
  const server = createServer((request, response) => {
    const address = `http://127.0.0.1:${server.address().port}`;
    if (request.url === '/feed.rss') {
      response.setHeader('content-type', 'application/rss+xml; charset=utf-8');
      response.end(`<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>صحيفة الحي</title>
<link>${address}/</link><description>أخبار الحي</description>${ITEM.replace('ADDRESS', address)}</channel></rss>`);
    } else if (request.url === '/library') {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(PAGE);
    } else {
      response.statusCode = 404;
      response.end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${server.address().port}/feed.rss`,
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}
